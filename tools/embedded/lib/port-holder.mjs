import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Finds the process that listens on a port.
 * @param {number} port @param {string} [host] an IP address of this machine
 * @returns {string | undefined} undefined if the system does not reveal it
 */
export function portHolder(port, host = '127.0.0.1') {
  try {
    return process.platform === 'linux' ? holderInProc(port, host) : holderByLsof(port, host);
  } catch {
    return undefined;
  }
}

/** @param {number} port @param {string} host */
function holderInProc(port, host) {
  // A socket for IPv6 can serve IPv4 too, but not the other way round.
  const tables = host.includes(':') ? ['/proc/net/tcp6'] : ['/proc/net/tcp', '/proc/net/tcp6'];
  const inode = tables.flatMap(listeners).find((one) => one.port === port)?.inode;
  const pid = readdirSync('/proc').find(
    (entry) => /^\d+$/.test(entry) && hasOpen(entry, `socket:[${inode}]`),
  );
  if (!pid) return undefined;
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    .replace(/[\s\0]+/g, ' ')
    .trim();
  return `process ${pid} (${command.slice(0, 80)})`;
}

function listeners(/** @type {string} */ table) {
  const listening = '0A';
  return readFileSync(table, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === listening)
    .map((fields) => ({ port: Number.parseInt(fields[1]?.split(':')[1] ?? '', 16), inode: fields[9] }));
}

function hasOpen(/** @type {string} */ pid, /** @type {string} */ socket) {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === socket);
  } catch {
    return false; // the process has ended, or belongs to another user
  }
}

/** @param {number} port @param {string} host */
function holderByLsof(port, host) {
  const options = ['-nP', `-i${host.includes(':') ? 6 : ''}TCP:${port}`, '-sTCP:LISTEN', '-Fpc'];
  const lines = execFileSync('lsof', options, { encoding: 'utf8', stdio: 'pipe' }).split('\n');
  const [pid, command] = ['p', 'c'].map((field) => lines.find((line) => line.startsWith(field))?.slice(1));
  return pid ? `process ${pid} (${command})` : undefined;
}
