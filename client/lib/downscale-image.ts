/** In pixels: twice the largest displayed size, for screens with a device pixel ratio of 2. */
const MAX_SIDE = 1200;

/**
 * Downscales a large image before the upload, because a phone's photo would cost every visitor megabytes. Returns an
 * image that this browser cannot read unchanged; the API validates it.
 */
export async function downscaleImage(file: File): Promise<File> {
  try {
    const image = await createImageBitmap(file);
    const scale = MAX_SIDE / Math.max(image.width, image.height);
    if (scale >= 1) return file;
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    const context = canvas.getContext('2d');
    if (!context) return file;
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    // JPEG has no transparency, so other formats become WebP.
    const type = file.type === 'image/jpeg' ? file.type : 'image/webp';
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.85));
    return blob && blob.size < file.size ? new File([blob], file.name, { type: blob.type }) : file;
  } catch {
    return file;
  }
}
