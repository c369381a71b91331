export const MIN_NODE = { major: 20, minor: 19 };

/** Exits with an error if Node is too old. Uses only syntax that old versions can parse. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > MIN_NODE.major || (major === MIN_NODE.major && minor >= MIN_NODE.minor)) return;
  console.error(
    `Node ${process.versions.node} is too old. Node ${MIN_NODE.major}.${MIN_NODE.minor} or newer is required.`,
  );
  console.error('Install it from https://nodejs.org, or with nvm: nvm install 22');
  process.exit(1);
}
