/** All tabs of a browser share one session, so what one does with it the others have to hear of. */
const open = () => new BroadcastChannel('session');

/** @param userId who is signed in from now on; null for nobody */
export function tellOtherTabs(userId: string | null): void {
  const channel = open();
  channel.postMessage(userId);
  channel.close();
}

export function onOtherTab(listener: (userId: string | null) => void): () => void {
  const channel = open();
  channel.onmessage = ({ data }) => listener(data);
  return () => channel.close();
}
