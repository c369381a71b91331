/** All tabs of a browser share one session, so what one does with it the others have to hear of. */
let channel: BroadcastChannel | undefined;
/** One for telling and listening: a channel does not hear itself, but would hear a second one in the same tab. */
const open = () => {
  channel ??= new BroadcastChannel('session');
  return channel;
};

/** @param userId who is signed in from now on; null for nobody */
export function tellOtherTabs(userId: string | null): void {
  open().postMessage(userId);
}

export function onOtherTab(listener: (userId: string | null) => void): () => void {
  const hear = ({ data }: MessageEvent) => listener(data);
  open().addEventListener('message', hear);
  return () => open().removeEventListener('message', hear);
}
