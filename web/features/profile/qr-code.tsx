import { useMemo } from 'react'
import { qrMatrix } from './qr-matrix.ts'

const quiet = 4

/** A picture for a phone's camera: always dark on white, also in the dark theme, for many cameras read nothing else. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const rows = useMemo(() => qrMatrix(text), [text])
  const side = rows.length + quiet * 2
  const path = rows
    .flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x + quiet} ${y + quiet}h1v1h-1z`] : [])))
    .join('')
  return (
    <svg
      viewBox={`0 0 ${side} ${side}`}
      width={208}
      height={208}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
      style={{ display: 'block', borderRadius: 8 }}
    >
      <rect width={side} height={side} fill="white" />
      <path d={path} fill="black" />
    </svg>
  )
}
