/** What the library sees of the world; everything has a default. */
export interface Options {
  /** The name of the program and its arguments. */
  args?: string[];
  /** Environment variables. */
  env?: Record<string, string>;
  /** Gets what the library prints; lines on the console by default. */
  stdout?: (text: string) => void;
  /** Gets messages; lines on the console by default. Run-time errors come as exceptions, not here. */
  stderr?: (text: string) => void;
  /** Fills `bytes` from the front and says how many; 0 at the end. */
  stdin?: (bytes: Uint8Array) => number;
  /** Fills `bytes` with random numbers. */
  random?: (bytes: Uint8Array) => void;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** Milliseconds since some moment; never goes back. */
  monotonic?: () => number;
}

/** Makes an instance of the library and runs its top-level statements. */
export declare function instantiate(options?: Options): Promise<Library>;

/** A run-time error of the library. The library stays usable, unless it has run out of memory. */
export declare class LangcError extends Error {
  /** The code of the error, such as "AT0006"; null if the library ended itself. */
  readonly code: string | null;
  /** Where it happened; null if that is not known. */
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
  /** What else there is to say. */
  readonly notes: string[];
  /** The status with which a program would have ended. */
  readonly status: number;
}

export {};
