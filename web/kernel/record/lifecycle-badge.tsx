import { Badge } from '@mantine/core'
import { useT } from '../i18n.tsx'

const colours: Record<string, string> = {
  subscriber: 'gray',
  lead: 'gray',
  mql: 'violet',
  sal: 'amber',
  opportunity: 'petrol',
  customer: 'green',
  recycled: 'blue',
  disqualified: 'gray',
}

/** The stage of the lifecycle, in the words of the field. */
export function LifecycleBadge({ value }: { value: string | null | undefined }) {
  const t = useT()
  if (!value) return <span className="td-muted">–</span>
  return (
    <Badge color={colours[value] ?? 'gray'} variant={value === 'disqualified' ? 'outline' : 'light'}>
      {t.has(`kit.lifecycle.${value}`) ? t(`kit.lifecycle.${value}`) : value}
    </Badge>
  )
}
