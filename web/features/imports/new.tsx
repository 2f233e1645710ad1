import { Alert, Button, Card, Group, Select, Stack, Text, VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle, IconFileSpreadsheet, IconUpload } from '@tabler/icons-react'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { ApiProblem, upload } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useGo } from '../../kernel/navigation.tsx'
import { Progress } from '../../kernel/record/progress.tsx'
import { Page } from '../../kernel/shell/page.tsx'
import { problemText } from '../../kernel/toast.tsx'
import { guessKind, type Kind, kinds } from './guess-kind.ts'
import { Steps } from './steps.tsx'

const megabyte = 1024 * 1024

/** The first step: choose a file, say what it holds, send it. */
export default function NewImport() {
  const t = useT()
  const [chosen, setChosen] = useState<{ file: File; kind: Kind } | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const choose = async (file: File) => {
    setProblem(null)
    setChosen({ file, kind: await guessKind(file) })
  }
  const fail = (text: string) => {
    setProblem(text)
    setChosen(null)
  }
  return (
    <Page title={t('imports.new.title')} subtitle={t('imports.new.subtitle')}>
      <Steps current="file" />
      {problem && (
        <Alert
          role="alert"
          color="red"
          icon={<IconAlertTriangle size={18} />}
          title={t('imports.new.failed')}
          mb="md"
          maw={720}
        >
          {problem}
        </Alert>
      )}
      {chosen ? (
        <Send
          {...chosen}
          onKind={(kind) => setChosen({ ...chosen, kind })}
          onFail={fail}
          onBack={() => setChosen(null)}
        />
      ) : (
        <Drop onFile={choose} />
      )}
    </Page>
  )
}

function Drop({ onFile }: { onFile: (file: File) => void }) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file) onFile(file)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button inside does the same by keyboard
    <div
      className="td-import-drop"
      data-over={over || undefined}
      style={{ maxWidth: 720 }}
      onClick={() => input.current?.click()}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconFileSpreadsheet size={40} stroke={1.2} aria-hidden="true" />
      <Text fw={600}>{t('imports.new.drop')}</Text>
      <Text c="dimmed" size="sm">
        {t('imports.new.dropHint')}
      </Text>
      <Button
        variant="default"
        onClick={(event) => {
          event.stopPropagation()
          input.current?.click()
        }}
      >
        {t('imports.new.choose')}
      </Button>
      <VisuallyHidden>
        <input
          ref={input}
          type="file"
          tabIndex={-1}
          aria-label={t('imports.new.choose')}
          accept=".csv,.tsv,.txt,.xlsx,text/csv"
          onChange={({ currentTarget }) => {
            const file = currentTarget.files?.[0]
            if (file) onFile(file)
          }}
        />
      </VisuallyHidden>
    </div>
  )
}

type SendProps = {
  file: File
  kind: Kind
  onKind: (kind: Kind) => void
  onFail: (text: string) => void
  onBack: () => void
}

function Send({ file, kind, onKind, onFail, onBack }: SendProps) {
  const t = useT()
  const go = useGo()
  const format = useFormat()
  const [share, setShare] = useState<number | null>(null)
  const abort = useRef<AbortController>(null)
  useEffect(() => () => abort.current?.abort(), [])

  const send = async () => {
    abort.current = new AbortController()
    setShare(0)
    const form = new FormData()
    form.set('kind', kind)
    form.set('start', 'false')
    form.set('file', file)
    try {
      const { signal } = abort.current
      const { id } = await upload('POST /imports', {
        form,
        signal,
        onProgress: setShare,
        idempotencyKey: crypto.randomUUID(),
      })
      go(`/imports/${id}`, { replace: true })
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return onBack()
      const rule = error instanceof ApiProblem ? error.errors[0]?.rule : undefined
      onFail(rule && t.has(`imports.refusals.${rule}`) ? t(`imports.refusals.${rule}`) : problemText(t, error))
    }
  }
  const size = `${format.number(file.size / megabyte, { maximumFractionDigits: file.size < megabyte ? 2 : 1 })} MB`

  return (
    <Card withBorder maw={720} padding="lg">
      <Stack gap="md">
        <Group gap="sm" wrap="nowrap">
          <IconFileSpreadsheet size={28} stroke={1.4} aria-hidden="true" />
          <div style={{ minWidth: 0 }}>
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {file.name}
            </Text>
            <Text size="sm" c="dimmed" className="td-num">
              {size}
            </Text>
          </div>
        </Group>
        <Select
          label={t('imports.new.kind')}
          description={t('imports.new.kindHint')}
          data={kinds.map((value) => ({ value, label: t(`imports.kinds.${value}`) }))}
          value={kind}
          onChange={(value) => onKind(kinds.find((one) => one === value) ?? kind)}
          allowDeselect={false}
          disabled={share !== null}
          maw={360}
        />
        {share === null ? (
          <Group gap="xs">
            <Button leftSection={<IconUpload size={16} />} onClick={() => void send()} data-autofocus>
              {t('imports.new.upload')}
            </Button>
            <Button variant="subtle" color="gray" onClick={onBack}>
              {t('imports.new.another')}
            </Button>
          </Group>
        ) : (
          <Progress
            label={t('imports.new.uploading', { fileName: file.name })}
            done={Math.round(share * 100)}
            total={100}
            onCancel={() => abort.current?.abort()}
          />
        )}
      </Stack>
    </Card>
  )
}
