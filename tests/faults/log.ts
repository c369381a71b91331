/** Writes a line to stdout immediately, because Jest buffers the console. */
export const log = (line: string) => process.stdout.write(`${line}\n`);
