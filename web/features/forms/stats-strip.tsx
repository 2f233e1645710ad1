import { Group, Skeleton, Text } from '@mantine/core'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'

/** Thirty days in four numbers: seen, begun, sent, and how many of those who saw it sent it. */
export function StatsStrip({ formId }: { formId: string }) {
  const t = useT()
  const format = useFormat()
  const stats = useApi('GET /forms/:id/stats', { params: { id: formId }, query: { days: 30 } })
  if (!stats.data) return <Skeleton h={64} mb="md" />
  const { views, starts, submissions, spam, conversionRate } = stats.data
  const numbers = [
    { key: 'views', value: format.number(views) },
    { key: 'starts', value: format.number(starts) },
    { key: 'submissions', value: format.number(submissions) },
    { key: 'conversion', value: conversionRate === null ? '–' : format.percent(conversionRate) },
  ]
  return (
    <div className="td-form-stats">
      <Group gap="xl">
        {numbers.map(({ key, value }) => (
          <div key={key}>
            <Text size="sm" c="dimmed">
              {t(`forms.stats.${key}`)}
            </Text>
            <Text className="td-num" fz={22} fw={600} lh={1.3}>
              {value}
            </Text>
          </div>
        ))}
      </Group>
      <Text size="xs" c="dimmed" mt={6}>
        {t('forms.stats.note', { spam })}
      </Text>
    </div>
  )
}
