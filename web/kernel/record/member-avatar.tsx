import { brand } from '#contract/brand.ts'

const scales = ['petrol', 'blue', 'violet', 'pink', 'green', 'amber'] as const

/** Initials in a colour of their own, the same for the same name. */
export function MemberAvatar({ name, size = 24 }: { name: string; size?: number }) {
  const words = name.trim().split(/\s+/)
  const initials = ((words[0]?.[0] ?? '') + (words[1]?.[0] ?? '')).toUpperCase()
  const sum = [...name].reduce((total, letter) => total + letter.codePointAt(0)!, 0)
  const background = brand.scales[scales[sum % scales.length]!][7]
  return (
    <span
      className="td-avatar"
      role="img"
      aria-label={name}
      title={name}
      style={{ width: size, height: size, fontSize: size * 0.4, background }}
    >
      {initials}
    </span>
  )
}
