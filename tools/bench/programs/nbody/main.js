const x = [0, 4.84143144246472090, 8.34336671824457987, 12.8943695621391310, 15.3796971148509165];
const y = [0, -1.16032004402742839, 4.12479856412430479, -15.1111514016986312, -25.9193146099879641];
const z = [0, -0.103622044471123109, -0.403523417114321381, -0.223307578892655734, 0.179258772950371181];
const vx = [0, 0.606326392995832, -1.01077434617879, 1.08279100644153, 0.979090732243898];
const vy = [0, 2.81198684491626, 1.82566237123041, 0.868713018169608, 0.594698998647676];
const vz = [0, -0.0252183616598876, 0.00841576137658415, -0.0108326374013636, -0.034755955504078];
const mass = [39.47841760435743, 0.03769367487038949, 0.011286326131968767, 0.0017237240570597112, 0.0020336868699246304];
function offset() {
  let px = 0, py = 0, pz = 0;
  for (let i = 0; i < 5; i++) { px += vx[i] * mass[i]; py += vy[i] * mass[i]; pz += vz[i] * mass[i]; }
  vx[0] = 0 - px / mass[0]; vy[0] = 0 - py / mass[0]; vz[0] = 0 - pz / mass[0];
}
function energy() {
  let e = 0;
  for (let i = 0; i < 5; i++) {
    e += 0.5 * mass[i] * (vx[i] * vx[i] + vy[i] * vy[i] + vz[i] * vz[i]);
    for (let j = i + 1; j < 5; j++) {
      const dx = x[i] - x[j], dy = y[i] - y[j], dz = z[i] - z[j];
      e -= mass[i] * mass[j] / Math.sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return e;
}
function advance(dt) {
  for (let i = 0; i < 5; i++) {
    for (let j = i + 1; j < 5; j++) {
      const dx = x[i] - x[j], dy = y[i] - y[j], dz = z[i] - z[j];
      const d2 = dx * dx + dy * dy + dz * dz;
      const mag = dt / (d2 * Math.sqrt(d2));
      vx[i] -= dx * mass[j] * mag; vy[i] -= dy * mass[j] * mag; vz[i] -= dz * mass[j] * mag;
      vx[j] += dx * mass[i] * mag; vy[j] += dy * mass[i] * mag; vz[j] += dz * mass[i] * mag;
    }
  }
  for (let i = 0; i < 5; i++) { x[i] += dt * vx[i]; y[i] += dt * vy[i]; z[i] += dt * vz[i]; }
}
offset();
console.log(Math.floor(energy() * 1e9));
for (let step = 0; step < 1000000; step++) advance(0.01);
console.log(Math.floor(energy() * 1e9));
