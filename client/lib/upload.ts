import { type Outcome, refusal } from './api';

/** Sends a form and tells how much of it is on its way, which `fetch` can't. */
export function upload<T>(
  method: string,
  path: string,
  form: FormData,
  onProgress: (share: number) => void,
): Promise<Outcome<T>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const answer = parse(request.responseText);
      const ok = request.status >= 200 && request.status < 300 && answer !== null;
      resolve(ok ? { ok, data: answer as T } : refusal(request.status, answer));
    };
    request.onerror = () => resolve(refusal(0, null));
    request.open(method, `/api${path}`);
    request.send(form);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
