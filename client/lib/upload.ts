import { type Outcome, toOutcome } from './api';

/** Sends a form and reports upload progress, which `fetch` does not support. */
export function upload<T>(
  method: string,
  path: string,
  form: FormData,
  onProgress: (fraction: number) => void,
): Promise<Outcome<T>> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => resolve(toOutcome(request.status, request.response));
    request.onerror = () => resolve(toOutcome(0, null));
    request.open(method, path);
    request.send(form);
  });
}
