/** Twice of what the largest place for a picture shows, for screens with two dots a pixel. */
const LONGEST_SIDE = 1200;

/**
 * Makes a large picture as small as the shop shows it, before it is sent: what comes out of a phone would be megabytes
 * for every visitor. What this browser can't read goes as it is, for the shop to judge.
 */
export async function downscaleImage(file: File): Promise<File> {
  try {
    const image = await createImageBitmap(file);
    const share = LONGEST_SIDE / Math.max(image.width, image.height);
    if (share >= 1) return file;
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.width * share));
    canvas.height = Math.max(1, Math.round(image.height * share));
    const context = canvas.getContext('2d');
    if (!context) return file;
    context.imageSmoothingQuality = 'high';
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    // Only photographs are surely without transparent parts.
    const type = file.type === 'image/jpeg' ? file.type : 'image/webp';
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.85));
    return blob && blob.size < file.size ? new File([blob], file.name, { type: blob.type }) : file;
  } catch {
    return file;
  }
}
