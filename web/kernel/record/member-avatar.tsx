import { Avatar, Tooltip } from '@mantine/core'
import { brand } from '#contract/brand.ts'

const scales = ['petrol', 'blue', 'violet', 'pink', 'green', 'amber'] as const

/** Initials in a colour of their own, the same for the same name. */
export function MemberAvatar({ name, size = 24, tooltip = false }: { name: string; size?: number; tooltip?: boolean }) {
  const words = name.trim().split(/\s+/)
  const initials = ((words[0]?.[0] ?? '') + (words.length > 1 ? (words[1]?.[0] ?? '') : '')).toUpperCase()
  const sum = [...name].reduce((total, letter) => total + letter.codePointAt(0)!, 0)
  const scale = scales[sum % scales.length]!
  const avatar = (
    <Avatar
      size={size}
      radius="xl"
      variant="filled"
      color={scale}
      role="img"
      aria-label={name}
      styles={{
        placeholder: { fontSize: size * 0.4, fontWeight: 600, color: '#fff', background: brand.scales[scale][7] },
      }}
    >
      {initials}
    </Avatar>
  )
  return tooltip ? <Tooltip label={name}>{avatar}</Tooltip> : avatar
}
