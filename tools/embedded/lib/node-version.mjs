export const lowest = { major: 20, minor: 19 };

/** Ends the process with a plain sentence where Node is too old. Written so that an old Node can read it. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > lowest.major || (major === lowest.major && minor >= lowest.minor)) return;
  console.error(
    `This needs Node ${lowest.major}.${lowest.minor} or newer, and runs on Node ${process.versions.node}.`,
  );
  console.error('Install a newer one from https://nodejs.org, or with nvm: nvm install 22');
  process.exit(1);
}
