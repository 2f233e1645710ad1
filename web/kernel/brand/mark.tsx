import { brand } from '#contract/brand.ts'

const path = /<path transform="([^"]+)" d="([^"]+)"/.exec(brand.markSvg)!

/** The mark alone: one chain link holding two wheels. Takes the text colour; decorative unless titled. */
export function Mark({ size = 20, title }: { size?: number; title?: string }) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: titled when it stands alone, hidden when decorative
    <svg
      width={size}
      height={size}
      viewBox="0 0 32 32"
      fill="currentColor"
      role={title ? 'img' : undefined}
      aria-hidden={title ? undefined : true}
    >
      {title && <title>{title}</title>}
      <path transform={path[1]} d={path[2]} fillRule="evenodd" />
    </svg>
  )
}

/** Mark and name on one line. */
export function Wordmark({ size = 22 }: { size?: number }) {
  return (
    <span className="td-wordmark" style={{ fontSize: size * 0.78 }}>
      <Mark size={size} />
      <span>{brand.name}</span>
    </span>
  )
}
