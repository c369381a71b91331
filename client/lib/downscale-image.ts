/** In pixels: twice the largest size an image is shown at, for screens with two device pixels per pixel. */
const MAX_SIDE = 1200;

/**
 * Downscales a large image before the upload, since a photo of a phone would cost every visitor megabytes. An image that
 * this browser cannot read is returned as it is, for the API to check.
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
    // JPEG has no transparency, so other formats may lose theirs in it.
    const type = file.type === 'image/jpeg' ? file.type : 'image/webp';
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.85));
    return blob && blob.size < file.size ? new File([blob], file.name, { type: blob.type }) : file;
  } catch {
    return file;
  }
}
