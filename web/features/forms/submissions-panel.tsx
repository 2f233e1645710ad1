import { Badge, Group, Skeleton, Table, Text } from '@mantine/core'
import { IconInbox } from '@tabler/icons-react'
import type { Form } from '#contract/forms.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { MoreButton } from '../../kernel/list/more-button.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApiPages } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { TemperatureBadge } from '../../kernel/record/temperature-badge.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { StatsStrip } from './stats-strip.tsx'

/** What came in through the form, each leading to its contact. */
export function SubmissionsPanel({ form }: { form: Form }) {
  const t = useT()
  const format = useFormat()
  const pages = useApiPages('GET /forms/:id/submissions', { params: { id: form.id } })
  const asked = form.fields.filter((field) => field.type !== 'email')
  return (
    <>
      <StatsStrip formId={form.id} />
      <Group justify="flex-end">
        <Widgets slot="list.export" props={{ list: 'submissions', query: { formId: form.id } }} height={28} />
      </Group>
      {pages.isPending && <Skeleton h={160} />}
      {!pages.isPending && pages.items.length === 0 && (
        <EmptyState
          title={t('forms.submissions.emptyTitle')}
          text={t(form.state === 'published' ? 'forms.submissions.emptyText' : 'forms.submissions.emptyDraft')}
          picture={<IconInbox size={40} stroke={1.25} />}
        />
      )}
      {pages.items.length > 0 && (
        <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
          <Table verticalSpacing="xs" highlightOnHover>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('forms.submissions.contact')}</Table.Th>
                <Table.Th>{t('forms.submissions.at')}</Table.Th>
                {asked.map((field) => (
                  <Table.Th key={field.key}>{field.label}</Table.Th>
                ))}
                <Table.Th>{t('forms.submissions.page')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {pages.items.map((row) => (
                <Table.Tr key={row.id}>
                  <Table.Td>
                    <Group gap="xs" wrap="nowrap">
                      <Link to={`/contacts/${row.contactId}`}>
                        {row.contact?.fullName || row.contact?.email || t('forms.submissions.gone')}
                      </Link>
                      {row.contact && <TemperatureBadge value={row.contact.temperature as 'cold' | 'warm' | 'hot'} />}
                      {row.formVersion !== form.formVersion && (
                        <Badge size="xs" variant="light" color="gray">
                          {t('forms.submissions.version', { version: row.formVersion })}
                        </Badge>
                      )}
                    </Group>
                    {row.contact?.fullName && (
                      <Text size="xs" c="dimmed">
                        {row.contact.email}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td style={{ whiteSpace: 'nowrap' }}>{format.dateTime(row.at)}</Table.Td>
                  {asked.map((field) => (
                    <Table.Td key={field.key} maw={260}>
                      <Text size="sm" lineClamp={2}>
                        {answerText(row.fields[field.key], field.options, t('forms.submissions.yes'))}
                      </Text>
                    </Table.Td>
                  ))}
                  <Table.Td maw={220}>
                    <Text size="sm" truncate="end">
                      {row.pageUrl ? new URL(row.pageUrl).pathname : '–'}
                    </Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <MoreButton pages={pages} />
    </>
  )
}

type Options = readonly { value: string; label: string }[] | undefined

function answerText(value: unknown, options: Options, yes: string): string {
  if (value === true) return yes
  if (value === undefined || value === null || value === false) return '–'
  if (Array.isArray(value)) return value.map((one) => answerText(one, options, yes)).join(', ')
  return options?.find((option) => option.value === value)?.label ?? String(value)
}
