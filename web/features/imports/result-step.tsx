import { Alert, Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { IconArrowRight, IconDownload, IconFileImport } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link, type Search, useGo } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { Page } from '../../kernel/shell/page.tsx'
import { Counts } from './counts.tsx'
import { Rejections } from './rejections.tsx'
import { Steps } from './steps.tsx'
import type { ImportRecord } from './types.ts'

/** How it ended, the records it brought, and what to do with the rows that were set aside. */
export function ResultStep({ record }: { record: ImportRecord }) {
  const t = useT()
  const go = useGo()
  const format = useFormat()
  const start = useAct('POST /imports/:id/start', { invalidates: ['/imports'] })
  const { id, state, dryRun, fileName, problem, rowsRejected, errorFileUrl } = record
  const saved = record.rowsCreated + record.rowsUpdated
  const isTrial = dryRun && state === 'finished'
  const outcome = isTrial ? 'checked' : state === 'failed' ? 'failed' : state === 'cancelled' ? 'cancelled' : 'finished'
  const run = (label: string) => (
    <Button
      rightSection={<IconArrowRight size={16} />}
      loading={start.isPending}
      onClick={() => start.mutate({ params: { id }, body: { dryRun: false } })}
    >
      {label}
    </Button>
  )
  return (
    <Page title={fileName}>
      <Steps current={dryRun ? 'check' : 'run'} done={state === 'finished'} />
      <Stack gap="lg">
        <Card withBorder maw={720} padding="lg">
          <Stack gap="md">
            <div role="status">
              <Title order={2} size="h3">
                {t(`imports.result.${outcome}`)}
              </Title>
              <Text c="dimmed">{t(`imports.result.${outcome}Text`, { count: dryRun ? 0 : saved })}</Text>
            </div>
            {problem && <Alert color="red">{problemOf(t, problem.code)}</Alert>}
            <Counts record={record} />
            <Group gap="xs">
              {isTrial && run(t('imports.result.run'))}
              {state === 'failed' && !dryRun && run(t('imports.result.resume'))}
              {!dryRun && saved > 0 && (
                <Button
                  rightSection={<IconArrowRight size={16} />}
                  onClick={() => go(`/${record.kind}`, { search: searchOf(record, format.timeZone) })}
                >
                  {t(`imports.result.open.${record.kind}`)}
                </Button>
              )}
              {dryRun && <Back record={record} />}
              {!isTrial && (
                <Button component={Link} to="/imports/new" variant="default" leftSection={<IconFileImport size={16} />}>
                  {t('imports.result.another')}
                </Button>
              )}
            </Group>
          </Stack>
        </Card>
        {rowsRejected > 0 && (
          <div>
            <Group justify="space-between" mb="xs" gap="xs">
              <Title order={2} size="h4">
                {t('imports.result.problemsTitle')}
              </Title>
              {errorFileUrl && (
                <Button
                  component="a"
                  href={errorFileUrl}
                  download
                  variant="default"
                  size="xs"
                  leftSection={<IconDownload size={14} />}
                >
                  {t('imports.result.errorFile')}
                </Button>
              )}
            </Group>
            <Text size="sm" c="dimmed" mb="sm">
              {t('imports.result.mend')}
            </Text>
            <Rejections id={id} />
          </div>
        )}
      </Stack>
    </Page>
  )
}

/** Saving the same mapping again takes a trial run back. */
function Back({ record: { id, mapping, options } }: { record: ImportRecord }) {
  const t = useT()
  const save = useAct('PUT /imports/:id/mapping', { invalidates: ['/imports'] })
  return (
    <Button
      variant="default"
      loading={save.isPending}
      onClick={() => save.mutate({ params: { id }, body: { columns: mapping, options } })}
    >
      {t('imports.mapping.back')}
    </Button>
  )
}

const problemOf = (t: ReturnType<typeof useT>, code: string) =>
  ['imports.problems', 'imports.refusals', 'problems']
    .map((place) => `${place}.${code}`)
    .filter((key) => t.has(key))
    .map((key) => t(key))[0] ?? t('imports.problems.server_error')

/** The list of what came in: by its tag, else by the day it came. */
function searchOf({ kind, options, startedAt, createdAt }: ImportRecord, timeZone: string): Search {
  if (kind === 'orders') return { source: 'import' }
  const [tag] = options.tags ?? []
  if (tag) return { tag }
  if (kind === 'products') return {}
  // Sweden writes dates as the address needs them: 2026-11-23.
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(startedAt ?? createdAt))
  return { createdFrom: day }
}
