import { Code } from '@mantine/core'
import type { Term } from '#contract/glossary.ts'
import { useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'

/** The rule behind a word in a sentence, with the model that decides where one does. */
export function Rule({ term }: { term: Pick<Term, 'binding' | 'rule'> }) {
  const t = useT()
  const { binding, rule } = term
  const isMql = (binding.kind === 'stage' && binding.stage === 'mql') || binding.kind === 'report'
  return (
    <>
      <p>
        {binding.kind === 'stage'
          ? t('glossary.rule.stage', { stage: t(`kit.lifecycle.${binding.stage}`) })
          : binding.kind === 'temperature'
            ? t('glossary.rule.temperature', { temperature: t(`kit.temperature.${binding.temperature}`) })
            : binding.kind === 'report'
              ? t('glossary.rule.report', { report: t(`glossary.reports.${binding.report}`) })
              : t(`glossary.rule.${binding.kind}`)}
      </p>
      {binding.kind === 'condition' && <Code block>{JSON.stringify(binding.condition, null, 2)}</Code>}
      {rule && (
        <>
          <p className="td-muted">
            {t(
              isMql && !(binding.kind === 'report' && binding.report === 'hot_leads')
                ? 'glossary.rule.mql'
                : 'glossary.rule.hot',
              {
                fit: rule.fit,
                engagement: rule.engagement,
                days: rule.handRaiseDays,
                version: rule.scoringVersion,
              },
            )}
          </p>
          <Link to="/settings/scoring">{t('glossary.rule.model')}</Link>
        </>
      )}
    </>
  )
}
