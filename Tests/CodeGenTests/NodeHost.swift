import BinaryenKit
import CodeGen
import Core
import Diagnostics
import Foundation
import ModuleSystem
import Testing
import WasmFormat

/// Runs an object in node, with a small host in place of linker and runtime.
struct NodeHost {
    /// Loads the object, applies its relocations, and evaluates `script` with `o` (exports), `rt` (the host) and `show`.
    static func run(_ object: [UInt8], script: String) throws -> String {
        let link = try #require(try linkSection(of: object))
        var words: [String] = []
        for item in link.data {
            for relocation in item.relocations {
                switch relocation.target {
                case .data(let offset): words.append("[\(item.offset + relocation.offset),0,\(offset)]")
                case .table(let index): words.append("[\(item.offset + relocation.offset),1,\(index)]")
                }
            }
        }
        let bytes = Data(object).base64EncodedString()
        let source = host.replacingOccurrences(of: "@BYTES@", with: bytes)
            .replacingOccurrences(of: "@RELOCATIONS@", with: words.joined(separator: ",")) + script
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("langc-codegen-\(UUID().uuidString).js")
        try source.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["node", file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }

    static func linkSection(of object: [UInt8]) throws -> LinkSection? {
        guard let content = customSection("langc.link", of: object) else { return nil }
        return try LinkSection(decoding: content)
    }

    static func customSection(_ name: String, of object: [UInt8]) -> ArraySlice<UInt8>? {
        var index = 8
        func number() -> Int {
            var value = 0
            var shift = 0
            while true {
                let byte = Int(object[index])
                index += 1
                value |= (byte & 127) << shift
                shift += 7
                if byte < 128 { return value }
            }
        }
        while index < object.count {
            let id = object[index]
            index += 1
            let size = number()
            let end = index + size
            if id == 0 {
                let length = number()
                if String(decoding: object[index..<index + length], as: UTF8.self) == name { return object[index + length..<end] }
            }
            index = end
        }
        return nil
    }

    /// Base of the object's data 1024, of its table 5; the shadow stack starts at 65536, the heap at 131072.
    static let host = """
        const bytes = Buffer.from('@BYTES@', 'base64');
        const relocations = [@RELOCATIONS@];
        const memory = new WebAssembly.Memory({initial: 64});
        const table = new WebAssembly.Table({initial: 100, element: 'anyfunc'});
        const sp = new WebAssembly.Global({value: 'i32', mutable: true}, 65536);
        const depth = new WebAssembly.Global({value: 'i32', mutable: true}, 5000);
        const u32 = a => new DataView(memory.buffer).getUint32(a, true);
        const u64 = a => new DataView(memory.buffer).getBigUint64(a, true);
        const f64 = a => new DataView(memory.buffer).getFloat64(a, true);
        const setU32 = (a, v) => new DataView(memory.buffer).setUint32(a, v, true);
        const text = p => p === 0 ? '' : Buffer.from(memory.buffer, u32(p + 8), u32(p + 4)).toString('utf8');
        let out = '';
        const show = (...values) => { out += values.map(String).join(' ') + '\\n'; };
        let heap = 131072;
        const rt = { log: [], stack: 0, collections: 0, pushes: 0, roots: [] };
        class Failed extends Error {}
        const where = site => site ? `${text(u32(site))}:${u32(site + 4)}:${u32(site + 8)}` : 'nowhere';
        const allocate = size => { const p = heap; heap += (size + 7) & ~7; return p; };
        const makeString = s => {
          const b = Buffer.from(s, 'utf8'); const p = allocate(16 + b.length);
          setU32(p, 1 | 8 << 8); setU32(p + 4, b.length); setU32(p + 8, p + 16); setU32(p + 12, 0);
          b.copy(Buffer.from(memory.buffer), p + 16); return p;
        };
        const collect = top => {
          rt.collections++;
          const roots = [];
          for (let a = 65536; a < top; a += 8) {
            const v = u64(a);
            if (v >> 48n === 0xFFFAn && Number(v & 0xFFFFFFFFn) !== 0) roots.push(describe(v));
          }
          rt.roots.push(roots.join(','));
        };
        const describe = v => {
          const p = Number(v & 0xFFFFFFFFn);
          switch (Number(v >> 32n & 0xFFFFn)) {
            case 1: return text(p);
            case 2: return `array(${u32(p + 4)})`;
            default: return `kind ${Number(v >> 32n & 0xFFFFn)}`;
          }
        };
        const runtime = {
          memory, __indirect_function_table: table, __shadow_stack_pointer: sp, __stack_depth: depth,
          gc_allocate: (size, top) => { if (top < sp.value) throw new Error('stack pointer'); collect(top); return allocate(size); },
          gc_prepare: (count, each, top) => { rt.log.push(`room ${count} * ${each}`); collect(top); setU32(24, 0); },
          gc_collect: top => { collect(top); setU32(24, 0); },
          gc_mark_reference: p => { if (p) rt.log.push(`root ${p >= 131072 ? 'heap' : 'static'}`); },
          gc_mark_value: v => rt.log.push(`root value`),
          fail: (f, site) => { throw new Failed(`${text(u32(f))} ${text(u32(f + 8))} at ${where(site)}`); },
          fail_value: (f, v, site) => { throw new Failed(`${text(u32(f))} ${text(u32(f + 8))}${describe(BigInt.asUintN(64, v))}${text(u32(f + 12))} at ${where(site)}`); },
          fail_text: (f, t, site) => { throw new Failed(`${text(u32(f))} ${text(u32(f + 8))}${text(t)}${text(u32(f + 12))} at ${where(site)}`); },
          print_line: p => { out += text(p) + '\\n'; },
          atlas_print_number: n => { out += (Object.is(n, -0) ? '-0' : n) + '\\n'; }, number_remainder: (a, b) => a % b,
          string_concat: (a, b) => { const p = makeString(text(a) + text(b)); setU32(24, 1); return p; },
          atlas_split: (s, t) => { const p = allocate(16); setU32(p, 2); setU32(p + 4, text(s).split(text(t)).length); setU32(24, 1); return p; },
          array_unshare: a => { const n = u32(a + 4); const p = allocate(16 + 8 * n);
            Buffer.from(memory.buffer).copy(Buffer.from(memory.buffer), p, a, a + 16 + 8 * n);
            Buffer.from(memory.buffer)[p + 1] &= ~1; setU32(24, 1); return p; },
          array_push: a => { rt.pushes++; return a; }, array_drop_last: a => { rt.pushes++; return a; },
          value_share: v => { rt.log.push('share ' + describe(BigInt.asUintN(64, v))); },
        };
        const module = new WebAssembly.Module(bytes);
        const imports = { 'langc:rt': runtime };
        const dataBase = 1024, tableBase = 5;
        for (const i of WebAssembly.Module.imports(module)) {
          const group = imports[i.module] ??= {};
          if (i.module === 'langc:data') group[i.name] = dataBase + Number(i.name);
          else if (i.module === 'langc:table') group[i.name] = tableBase + Number(i.name);
          else if (i.module === 'langc:base') group[i.name] = i.name === 'memory' ? dataBase : tableBase;
          else if (i.module === 'langc:namespace') group[i.name] = 4096;
          else if (!(i.name in group)) throw new Error(`import ${i.module} ${i.name}`);
        }
        const o = new WebAssembly.Instance(module, imports).exports;
        for (const [word, kind, value] of relocations) setU32(dataBase + word, value + (kind ? tableBase : dataBase));
        const attempt = f => { try { show(f()); } catch (e) { if (!(e instanceof Failed)) throw e; show('failed', e.message); } };
        process.on('exit', () => process.stdout.write(out));

        """
}
