import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { useAct } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'
import { Page } from '../../kernel/shell/page.tsx'
import { ColumnsEditor } from './columns-editor.tsx'
import { OptionsForm } from './options-form.tsx'
import { PreviewTable } from './preview-table.tsx'
import { StageValues } from './stage-values.tsx'
import { Steps } from './steps.tsx'
import { fieldName, type ImportRecord, type MappedColumn, type Options } from './types.ts'
import { usePreview } from './use-preview.ts'

const stageFields = ['stage', 'lifecycleStage', 'status']

/** The second step: which column goes where, what cannot be known without asking, and how the first rows will look. */
export function MappingStep({ record }: { record: ImportRecord }) {
  const t = useT()
  const go = useGo()
  const { id, fileName, rowsTotal } = record
  const [columns, setColumns] = useState<MappedColumn[]>(record.mapping)
  const [options, setOptions] = useState<Options>(record.options)
  const [discarding, setDiscarding] = useState(false)
  const { preview, failed } = usePreview(id, columns, options)
  const save = useAct('PUT /imports/:id/mapping', { invalidates: [] })
  const start = useAct('POST /imports/:id/start', { invalidates: ['/imports'] })
  const cancel = useAct('POST /imports/:id/cancel', { invalidates: ['/imports'] })

  const missing = preview ? preview.missing : record.missing
  const open = (preview ? preview.needs : record.needs).length
  const needsText = options.consent !== undefined && options.consent !== null && options.consent.text.trim() === ''
  const blocked = missing !== null || open > 0 || needsText || failed
  const begin = async (dryRun: boolean) => {
    await save.mutateAsync({ params: { id }, body: { columns, options } })
    await start.mutateAsync({ params: { id }, body: { dryRun } })
  }
  const busy = save.isPending || start.isPending
  const hasStage = columns.some(({ field }) => field === 'stage')
  const hasClosing = columns.some(({ field }) => field === 'closedAt')

  return (
    <Page
      width="wide"
      title={t('imports.mapping.title')}
      subtitle={t('imports.mapping.subtitle', { rows: rowsTotal ?? 0, fileName })}
    >
      <Steps current="mapping" />
      <Stack gap="xl" maw={1100}>
        <ColumnsEditor record={record} columns={columns} onChange={setColumns} />
        {(preview?.stageValues ?? record.stageValues).length > 0 && (
          <StageValues
            record={record}
            values={preview?.stageValues ?? record.stageValues}
            column={
              record.columns.find(({ index }) =>
                columns.some((one) => one.column === index && stageFields.includes(one.field ?? '')),
              )?.name ?? ''
            }
            chosen={options.stageValues ?? {}}
            onChange={(stageValues) => setOptions({ ...options, stageValues })}
          />
        )}
        {record.kind === 'deals' && !hasStage && hasClosing && (
          <Text size="sm" c="dimmed">
            {t('imports.mapping.noStageNote')}
          </Text>
        )}
        <OptionsForm kind={record.kind} options={options} onChange={setOptions} />
        <PreviewTable preview={preview} failed={failed} />
        {missing && (
          <Alert color="amber" icon={<IconAlertTriangle size={18} />}>
            {t('imports.mapping.missing', { fields: missing.fields.map((field) => fieldName(t, field)).join(' · ') })}
          </Alert>
        )}
        <Group gap="xs">
          <Button onClick={() => void begin(true).catch(() => {})} disabled={blocked} loading={busy}>
            {t('imports.mapping.check')}
          </Button>
          <Button variant="default" onClick={() => void begin(false).catch(() => {})} disabled={blocked || busy}>
            {t('imports.mapping.run')}
          </Button>
          <Button variant="subtle" color="gray" onClick={() => setDiscarding(true)}>
            {t('imports.mapping.discard')}
          </Button>
          {open > 0 && (
            <Text size="sm" role="status">
              {t('imports.mapping.openQuestions', { count: open })}
            </Text>
          )}
        </Group>
      </Stack>
      {discarding && (
        <ConfirmDialog
          title={t('imports.mapping.discardTitle')}
          text={t('imports.mapping.discardText')}
          affected={[fileName]}
          confirmLabel={t('imports.mapping.discard')}
          onConfirm={async () => {
            await cancel.mutateAsync({ params: { id } })
            go('/imports')
          }}
          onClose={() => setDiscarding(false)}
        />
      )}
    </Page>
  )
}
