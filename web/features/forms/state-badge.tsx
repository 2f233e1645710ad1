import { Badge } from '@mantine/core'
import type { Form } from '#contract/forms.ts'
import { useT } from '../../kernel/i18n.tsx'

const colors: Record<Form['state'], string> = { draft: 'gray', published: 'green', archived: 'amber' }

export function StateBadge({ state }: { state: Form['state'] }) {
  const t = useT()
  return (
    <Badge color={colors[state]} variant="light">
      {t(`forms.states.${state}`)}
    </Badge>
  )
}
