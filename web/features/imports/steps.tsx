import { IconCheck } from '@tabler/icons-react'
import { useT } from '../../kernel/i18n.tsx'
import './imports.css'

const steps = ['file', 'mapping', 'check', 'run'] as const
export type Step = (typeof steps)[number]

/** Where one is on the way from file to contacts. */
export function Steps({ current, done = false }: { current: Step; done?: boolean }) {
  const t = useT()
  const at = steps.indexOf(current)
  return (
    <ol className="td-import-steps" aria-label={t('imports.steps.label')}>
      {steps.map((step, index) => {
        const isDone = index < at || (index === at && done)
        return (
          <li key={step} data-done={isDone || undefined} {...(index === at && { 'aria-current': 'step' as const })}>
            <span className="td-import-step-mark td-num" aria-hidden="true">
              {isDone ? <IconCheck size={14} stroke={2.5} /> : index + 1}
            </span>
            {t(`imports.steps.${step}`)}
          </li>
        )
      })}
    </ol>
  )
}
