import { Card, Stack, Text } from '@mantine/core'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { Progress } from '../../kernel/record/progress.tsx'
import { Page } from '../../kernel/shell/page.tsx'
import { Counts } from './counts.tsx'
import { Steps } from './steps.tsx'
import type { ImportRecord } from './types.ts'

/** While it runs: how far it is, and the way to stop it. */
export function RunStep({ record }: { record: ImportRecord }) {
  const t = useT()
  const format = useFormat()
  const cancel = useAct('POST /imports/:id/cancel', { invalidates: ['/imports'] })
  const { id, fileName, dryRun, state, rowsRead, rowsTotal, startedAt, cancelling } = record
  const seconds = startedAt ? (Date.now() - new Date(startedAt).getTime()) / 1000 : 0
  const note =
    state === 'queued'
      ? t('imports.progress.queued')
      : cancelling
        ? t('imports.progress.cancelling')
        : t('imports.progress.leave')
  return (
    <Page title={fileName}>
      <Steps current={dryRun ? 'check' : 'run'} />
      <Card withBorder maw={720} padding="lg">
        <Stack gap="lg">
          <Progress
            label={t(dryRun ? 'imports.progress.checking' : 'imports.progress.running', { fileName })}
            done={rowsRead}
            total={rowsTotal === null ? undefined : Math.max(rowsTotal, rowsRead)}
            {...(!cancelling && { onCancel: () => cancel.mutate({ params: { id } }) })}
          />
          <Counts record={record} />
          <Text size="sm" c="dimmed" role="status">
            {note}
            {seconds > 2 &&
              rowsRead > 0 &&
              ` ${t('imports.progress.elapsed', { rate: format.number(Math.round(rowsRead / seconds)) })}`}
          </Text>
        </Stack>
      </Card>
    </Page>
  )
}
