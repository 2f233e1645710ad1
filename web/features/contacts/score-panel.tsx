import { Group, List } from '@mantine/core'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { useApi } from '../../kernel/query.ts'
import { Panel } from '../../kernel/record/record-page.tsx'
import { ScoreExplanation } from '../../kernel/record/score-explanation.tsx'
import { TemperatureBadge } from '../../kernel/record/temperature-badge.tsx'

/** Why a contact is cold, warm or hot: in sentences, and in points that add up. */
export function ScorePanel({ contactId }: { contactId: string }) {
  return (
    <Can permission="scoring.read">
      <Score contactId={contactId} />
    </Can>
  )
}

function Score({ contactId }: { contactId: string }) {
  const t = useT()
  const format = useFormat()
  const score = useApi('GET /contacts/:id/score', { params: { id: contactId } }).data
  if (!score) return null
  return (
    <Panel title={t('contacts.score.title')}>
      {score.doNotProfile ? (
        <p className="td-muted">{t('contacts.score.off')}</p>
      ) : (
        <>
          <Group gap="sm" mb="xs">
            <TemperatureBadge value={score.temperature} />
            <span className="td-num td-muted">
              {t('contacts.score.fit')} {format.number(score.fit)} · {t('contacts.score.engagement')}{' '}
              {format.number(score.engagement)}
            </span>
          </Group>
          {score.reasons.length > 0 && (
            <List size="sm" mb="xs">
              {score.reasons.map((reason) => (
                <List.Item key={reason}>{reason}</List.Item>
              ))}
            </List>
          )}
          {score.contributions.length > 0 ? (
            <ScoreExplanation contributions={score.contributions} total={score.total} />
          ) : (
            <p className="td-muted">{t('contacts.score.none')}</p>
          )}
        </>
      )}
    </Panel>
  )
}
