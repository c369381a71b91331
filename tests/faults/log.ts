/** Shown at once, where Jest keeps what goes to the console to itself. */
export const log = (line: string) => process.stdout.write(`${line}\n`);
