/** The longest side that the server keeps of a picture. */
const keptSide = 2560
/** A picture below this size goes as it is. */
const smallEnough = 1.5 * 1024 * 1024

/**
 * A large photograph, drawn smaller before it is sent: a phone's line is slow, and
 * what the server would throw away (place, device) need not leave the phone.
 * Whatever cannot be drawn goes as it is; the server judges it.
 */
export async function lighter(file: File): Promise<Blob> {
  if (!file.type.startsWith('image/') || file.size < smallEnough) return file
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const scale = Math.min(1, keptSide / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.88))
    return drawn && drawn.size < file.size ? drawn : file
  } catch {
    return file
  }
}
