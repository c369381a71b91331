export const MIN_NODE = { major: 20, minor: 19 };

/** Ends the process with a plain sentence where Node is too old. Written so that an old Node can read it. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > MIN_NODE.major || (major === MIN_NODE.major && minor >= MIN_NODE.minor)) return;
  console.error(
    `This needs Node ${MIN_NODE.major}.${MIN_NODE.minor} or newer, and runs on Node ${process.versions.node}.`,
  );
  console.error('Install a newer one from https://nodejs.org, or with nvm: nvm install 22');
  process.exit(1);
}
