export type SessionChannel = ReturnType<typeof createSessionChannel>;

/** Creates the channel that announces sign-in and sign-out to the browser's other tabs, which share the session. */
export function createSessionChannel() {
  // Posts and listens on one channel: a second one in this tab would receive the messages of the first.
  let channel: BroadcastChannel | undefined;
  const open = () => {
    channel ??= new BroadcastChannel('session');
    return channel;
  };
  return {
    /** @param userId null after signing out */
    announce: (userId: string | null): void => open().postMessage(userId),

    /** @returns the function that unsubscribes */
    subscribe(listener: (userId: string | null) => void): () => void {
      const onMessage = ({ data }: MessageEvent) => listener(data);
      open().addEventListener('message', onMessage);
      return () => open().removeEventListener('message', onMessage);
    },
  };
}
