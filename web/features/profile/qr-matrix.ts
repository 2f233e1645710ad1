/**
 * A QR code (ISO/IEC 18004) of a text: byte mode, error correction M, versions 1 to 15, mask 0. Answers rows of dark and
 * light modules without the quiet zone. Enough for the address of an authenticator app; RangeError beyond 412 bytes.
 */
export function qrMatrix(text: string): boolean[][] {
  const bytes = new TextEncoder().encode(text)
  const version = versionFor(bytes.length)
  const size = version * 4 + 17
  const dark = Array.from({ length: size }, () => new Array<boolean>(size).fill(false))
  const taken = Array.from({ length: size }, () => new Array<boolean>(size).fill(false))
  const set = (x: number, y: number, value: boolean) => {
    if (x < 0 || y < 0 || x >= size || y >= size) return
    dark[y]![x] = value
    taken[y]![x] = true
  }
  drawPatterns(version, size, set)
  drawFormat(size, set)
  drawVersion(version, size, set)
  drawData(withCorrection(dataOf(bytes, version), version), size, dark, taken)
  return dark
}

/** Correction codewords per block and number of blocks at level M, by version from 1. */
const perBlock = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24]
const blockCounts = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10]
type SetModule = (x: number, y: number, value: boolean) => void

function versionFor(length: number): number {
  for (let version = 1; version <= perBlock.length; version++) {
    if (12 + countBits(version) - 8 + length * 8 <= dataCapacity(version) * 8) return version
  }
  throw new RangeError('too long for a QR code of this kind')
}

const countBits = (version: number) => (version < 10 ? 8 : 16)
const alignments = (version: number) => (version === 1 ? 0 : Math.floor(version / 7) + 2)
const dataCapacity = (version: number) => rawCodewords(version) - perBlock[version - 1]! * blockCounts[version - 1]!

/** All codewords that fit beside the patterns. */
function rawCodewords(version: number): number {
  const count = alignments(version)
  const patterns = count === 0 ? 0 : (25 * count - 10) * count - 55
  return Math.floor(((16 * version + 128) * version + 64 - patterns - (version >= 7 ? 36 : 0)) / 8)
}

/** Mode, length, bytes, terminator, padding. */
function dataOf(bytes: Uint8Array, version: number): number[] {
  const bits: number[] = []
  const push = (value: number, length: number) => {
    for (let i = length - 1; i >= 0; i--) bits.push((value >>> i) & 1)
  }
  push(4, 4)
  push(bytes.length, countBits(version))
  for (const byte of bytes) push(byte, 8)
  const capacity = dataCapacity(version) * 8
  push(0, Math.min(4, capacity - bits.length))
  push(0, (8 - (bits.length % 8)) % 8)
  for (let pad = 0xec; bits.length < capacity; pad ^= 0xec ^ 0x11) push(pad, 8)
  return Array.from({ length: capacity / 8 }, (_, index) =>
    bits.slice(index * 8, index * 8 + 8).reduce((sum, bit) => sum * 2 + bit, 0),
  )
}

/** Cuts the data into blocks, adds Reed–Solomon codewords to each, and interleaves them. */
function withCorrection(data: number[], version: number): number[] {
  const raw = rawCodewords(version)
  const blocks = blockCounts[version - 1]!
  const correction = perBlock[version - 1]!
  const shortBlocks = blocks - (raw % blocks)
  const shortLength = Math.floor(raw / blocks) - correction
  const divisor = divisorOf(correction)
  const parts: { data: number[]; correction: number[] }[] = []
  for (let index = 0, at = 0; index < blocks; index++) {
    const length = shortLength + (index < shortBlocks ? 0 : 1)
    const part = data.slice(at, at + length)
    parts.push({ data: part, correction: remainderOf(part, divisor) })
    at += length
  }
  const columns = (length: number, of: (part: (typeof parts)[number]) => number[]) =>
    Array.from({ length }, (_, column) => parts.flatMap((part) => of(part)[column] ?? [])).flat()
  return [...columns(shortLength + 1, (part) => part.data), ...columns(correction, (part) => part.correction)]
}

/** Product in GF(2⁸) modulo x⁸ + x⁴ + x³ + x² + 1. */
function multiply(a: number, b: number): number {
  let product = 0
  for (let i = 7; i >= 0; i--) product = (product << 1) ^ ((product >>> 7) * 0x11d) ^ (((b >>> i) & 1) * a)
  return product
}

function divisorOf(degree: number): number[] {
  const divisor = [...new Array<number>(degree - 1).fill(0), 1]
  let root = 1
  for (let i = 0; i < degree; i++) {
    for (let j = 0; j < degree; j++) divisor[j] = multiply(divisor[j]!, root) ^ (divisor[j + 1] ?? 0)
    root = multiply(root, 2)
  }
  return divisor
}

function remainderOf(data: readonly number[], divisor: readonly number[]): number[] {
  let remainder = divisor.map(() => 0)
  for (const codeword of data) {
    const factor = codeword ^ remainder[0]!
    remainder = [...remainder.slice(1), 0].map((value, index) => value ^ multiply(divisor[index]!, factor))
  }
  return remainder
}

function drawPatterns(version: number, size: number, set: SetModule) {
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0)
    set(i, 6, i % 2 === 0)
  }
  const square = (centreX: number, centreY: number, radius: number, isDark: (distance: number) => boolean) => {
    for (let dy = -radius; dy <= radius; dy++)
      for (let dx = -radius; dx <= radius; dx++)
        set(centreX + dx, centreY + dy, isDark(Math.max(Math.abs(dx), Math.abs(dy))))
  }
  const centres = alignmentCentres(version, size)
  const last = centres.length - 1
  centres.forEach((x, i) => {
    centres.forEach((y, j) => {
      const isCorner = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)
      if (!isCorner) square(x, y, 2, (distance) => distance !== 1)
    })
  })
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    square(x, y, 4, (distance) => distance !== 2 && distance !== 4)
}

function alignmentCentres(version: number, size: number): number[] {
  const count = alignments(version)
  if (count === 0) return []
  const step = Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2
  return [6, ...Array.from({ length: count - 1 }, (_, index) => size - 7 - (count - 2 - index) * step)]
}

/** Level M and mask 0: the format data is 00000, so only the fixed mask of the format remains. */
function drawFormat(size: number, set: SetModule) {
  const bit = (i: number) => ((0x5412 >>> i) & 1) === 1
  for (let i = 0; i <= 5; i++) set(8, i, bit(i))
  set(8, 7, bit(6))
  set(8, 8, bit(7))
  set(7, 8, bit(8))
  for (let i = 9; i < 15; i++) set(14 - i, 8, bit(i))
  for (let i = 0; i < 8; i++) set(size - 1 - i, 8, bit(i))
  for (let i = 8; i < 15; i++) set(8, size - 15 + i, bit(i))
  set(8, size - 8, true)
}

function drawVersion(version: number, size: number, set: SetModule) {
  if (version < 7) return
  let remainder = version
  for (let i = 0; i < 12; i++) remainder = (remainder << 1) ^ ((remainder >>> 11) * 0x1f25)
  const bits = (version << 12) | remainder
  for (let i = 0; i < 18; i++) {
    const far = size - 11 + (i % 3)
    const near = Math.floor(i / 3)
    const value = ((bits >>> i) & 1) === 1
    set(far, near, value)
    set(near, far, value)
  }
}

/** In columns of two from the right, up and down by turns, around the vertical timing line. */
function drawData(codewords: readonly number[], size: number, dark: boolean[][], taken: readonly boolean[][]) {
  let index = 0
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5
    const isUpward = ((right + 1) & 2) === 0
    for (let step = 0; step < size; step++) {
      const y = isUpward ? size - 1 - step : step
      for (const x of [right, right - 1]) {
        if (taken[y]![x]) continue
        const bit = ((codewords[index >>> 3] ?? 0) >>> (7 - (index & 7))) & 1
        dark[y]![x] = (bit === 1) !== ((x + y) % 2 === 0)
        index++
      }
    }
  }
}
