declare global {
  var stopTestServers: () => Promise<void>;
}

export {};
