import { Badge } from '@mantine/core'
import type { TermVersion } from '#contract/glossary.ts'
import { useT } from '../../kernel/i18n.tsx'

const colours = { draft: 'gray', proposed: 'amber', in_force: 'green', superseded: 'gray', withdrawn: 'gray' } as const

export function StateBadge({ state }: { state: TermVersion['state'] }) {
  const t = useT()
  return (
    <Badge color={colours[state]} variant={state === 'withdrawn' ? 'outline' : 'light'}>
      {t(`glossary.states.${state}`)}
    </Badge>
  )
}
