export type SessionChannel = ReturnType<typeof createSessionChannel>;

/** Announces sign-in and sign-out to the other tabs of the browser, which share one session. */
export function createSessionChannel() {
  // One channel posts and listens: it does not receive its own messages, but a second one in this tab would.
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
