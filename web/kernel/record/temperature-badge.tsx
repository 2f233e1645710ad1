import { Badge } from '@mantine/core'
import { IconFlame, IconSnowflake, IconTemperature } from '@tabler/icons-react'
import { useT } from '../i18n.tsx'

const looks = {
  cold: { color: 'blue', icon: IconSnowflake },
  warm: { color: 'amber', icon: IconTemperature },
  hot: { color: 'red', icon: IconFlame },
} as const

/** How close to a purchase: colour, picture and word together. */
export function TemperatureBadge({ value }: { value: keyof typeof looks | null | undefined }) {
  const t = useT()
  if (!value) return <span className="td-muted">–</span>
  const { color, icon: Icon } = looks[value]
  return (
    <Badge color={color} leftSection={<Icon size={13} stroke={2} />}>
      {t(`kit.temperature.${value}`)}
    </Badge>
  )
}
