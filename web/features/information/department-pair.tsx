import { VisuallyHidden } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useT } from '../../kernel/i18n.tsx'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'

/** Who provides, and for whom. */
export function DepartmentPair({ from, to }: { from: string; to: string }) {
  const t = useT()
  return (
    <span className="in-pair in-small">
      <DepartmentMark department={from} />
      <IconArrowRight size={14} aria-hidden="true" />
      <VisuallyHidden>{t('information.matrix.for')}</VisuallyHidden>
      <DepartmentMark department={to} />
    </span>
  )
}
