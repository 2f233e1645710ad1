import { Badge } from '@mantine/core'
import type { NoticeRow } from '#contract/notices.ts'
import { useT } from '../../kernel/i18n.tsx'

const stateColour = { draft: 'gray', published: 'green', retired: 'gray' } as const
const severityColour = { critical: 'red', major: 'amber', minor: 'gray' } as const

export function NoticeState({ state }: Pick<NoticeRow, 'state'>) {
  const t = useT()
  return <Badge color={stateColour[state]}>{t(`notices.states.${state}`)}</Badge>
}

export function NoticeSeverity({ severity }: Pick<NoticeRow, 'severity'>) {
  const t = useT()
  return <Badge color={severityColour[severity]}>{t(`notices.severity.${severity}`)}</Badge>
}
