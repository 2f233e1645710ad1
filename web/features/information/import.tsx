import { Alert, Badge, Button, FileInput, Group, Table, Text } from '@mantine/core'
import { IconAlertTriangle, IconUpload } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { InformationImport } from '#contract/information-templates.ts'
import { ApiProblem, upload, urlOf } from '../../kernel/api.ts'
import { useLocale, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { invalidate } from '../../kernel/query.ts'
import { Page } from '../../kernel/shell/page.tsx'
import { problemText } from '../../kernel/toast.tsx'
import { touched } from './words.ts'
import './information.css'

type Row = InformationImport['rows'][number]
const outcomeColor = {
  created: 'green',
  updated: 'blue',
  proposed: 'violet',
  unchanged: 'gray',
  rejected: 'red',
} as const

/** Choose a file, see what each row would do, then do it. */
export default function ImportInformation() {
  const t = useT()
  const { locale } = useLocale()
  const client = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const [result, setResult] = useState<InformationImport | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async (chosen: File, dryRun: boolean) => {
    setBusy(true)
    setProblem(null)
    try {
      const form = new FormData()
      form.set('dryRun', String(dryRun))
      form.set('file', chosen)
      setResult(await upload('POST /information-items/import', { form }))
      if (!dryRun) await invalidate(client, ...touched)
    } catch (error) {
      setResult(null)
      setProblem(sayProblem(t, error))
    } finally {
      setBusy(false)
    }
  }
  const choose = (chosen: File | null) => {
    setFile(chosen)
    setResult(null)
    setProblem(null)
    if (chosen) void send(chosen, true)
  }
  const acts = result ? result.created + result.updated + result.proposed : 0
  return (
    <Page
      title={t('information.import.title')}
      subtitle={t('information.import.subtitle')}
      actions={
        <Button component={Link} to="/information?show=all" variant="default">
          {t('information.title')}
        </Button>
      }
    >
      <Group align="flex-end" mb="md">
        <FileInput
          label={t('information.import.file')}
          placeholder={t('information.import.choose')}
          accept=".csv,.txt,.tsv,.xlsx"
          leftSection={<IconUpload size={16} />}
          clearable
          clearButtonProps={{ 'aria-label': t('information.import.clear') }}
          value={file}
          onChange={choose}
          w={320}
          maw="100%"
        />
        {file && result?.dryRun && (
          <Button loading={busy} disabled={acts === 0} onClick={() => void send(file, false)}>
            {t('information.import.confirm', { count: acts })}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {t('information.import.help')}
      </Text>
      <Text size="sm" mb="md">
        <a href={urlOf('GET /information-items/export', { query: { locale } })}>{t('information.import.example')}</a>
      </Text>
      {problem && (
        <Alert role="alert" color="red" icon={<IconAlertTriangle size={18} />} mb="md">
          {problem}
        </Alert>
      )}
      {result && (
        <>
          <p role="status" className="in-counts">
            {t(result.dryRun ? 'information.import.would' : 'information.import.did', {
              created: result.created,
              updated: result.updated,
              proposed: result.proposed,
              unchanged: result.unchanged,
              rejected: result.rejected,
            })}
          </p>
          <Rows rows={result.rows} isLinked={!result.dryRun} />
        </>
      )}
    </Page>
  )
}

function Rows({ rows, isLinked }: { rows: Row[]; isLinked: boolean }) {
  const t = useT()
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={60}>{t('information.import.row')}</Table.Th>
            <Table.Th>{t('information.columns.name')}</Table.Th>
            <Table.Th>{t('information.import.outcome')}</Table.Th>
            <Table.Th>{t('information.import.reason')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {[...rows]
            .sort((a, b) => Number(b.outcome === 'rejected') - Number(a.outcome === 'rejected') || a.row - b.row)
            .map((row) => (
              <Table.Tr key={row.row}>
                <Table.Td className="td-num">{row.row}</Table.Td>
                <Table.Td>
                  {isLinked && row.itemId ? <Link to={`/information/${row.itemId}`}>{row.name}</Link> : row.name || '–'}
                </Table.Td>
                <Table.Td>
                  <Badge variant="light" color={outcomeColor[row.outcome]}>
                    {t(`information.import.outcomes.${row.outcome}`)}
                  </Badge>
                </Table.Td>
                <Table.Td>
                  {row.reason && t(`information.import.reasons.${row.reason}`, { found: row.found ?? '' })}
                </Table.Td>
              </Table.Tr>
            ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

function sayProblem(t: ReturnType<typeof useT>, error: unknown): string {
  const first = error instanceof ApiProblem ? error.errors[0] : undefined
  return first && t.has(`rules.${first.rule}`) ? t(`rules.${first.rule}`, first.params) : problemText(t, error)
}
