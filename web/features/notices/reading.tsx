import { Alert, Button, Modal, Radio, Stack } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import type { Notice } from '#contract/notices.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { Markdown } from './markdown.tsx'
import { reasonWords } from './reasons.ts'

const touched = ['/notices', '/today']

/** The notice alone on the screen, and at its end the one thing to do: say that it is read and understood. */
export default function Reading({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useT()
  const format = useFormat()
  const { id, mine } = notice
  const { mutate: markRead } = useAct('POST /notices/:id/readings', { invalidates: touched, quiet: true })
  const isUnread = mine !== null && mine.readAt === null && notice.state === 'published'
  useEffect(() => {
    if (isUnread) markRead({ params: { id } })
  }, [isUnread, id, markRead])
  const asks = mine !== null && mine.acknowledgedAt === null && notice.acknowledgement && notice.state === 'published'
  return (
    <Modal
      opened
      fullScreen
      onClose={onClose}
      title={t(`notices.kinds.${notice.kind}`)}
      closeButtonProps={{ 'aria-label': t('notices.reading.close') }}
    >
      <article className="no-reading">
        <h2>{notice.title}</h2>
        {mine && (
          <p className="td-muted">{t('notices.record.why', { reasons: reasonWords(t, format, mine.reasons) })}</p>
        )}
        <Markdown text={notice.body} />
        {asks ? (
          <Confirm notice={notice} onDone={onClose} />
        ) : (
          <Button variant="default" onClick={onClose}>
            {t('notices.reading.close')}
          </Button>
        )}
      </article>
    </Modal>
  )
}

function Confirm({ notice, onDone }: { notice: Notice; onDone: () => void }) {
  const t = useT()
  const [answer, setAnswer] = useState<string | null>(null)
  const [wrong, setWrong] = useState<{ attempts: number; explanation: string | null } | null>(null)
  const acknowledge = useAct('POST /notices/:id/acknowledgements', { invalidates: touched })
  const { id, revision, question } = notice
  const confirm = async () => {
    const said = await acknowledge
      .mutateAsync({ params: { id }, body: { revision, ...(question && { answer: Number(answer) }) } })
      .catch(() => null)
    if (said?.acknowledged) onDone()
    else if (said) {
      setWrong(said)
      setAnswer(null)
    }
  }
  return (
    <Stack gap="sm" className="no-confirm">
      {question && (
        <Radio.Group
          label={question.text}
          description={t('notices.reading.choose')}
          value={answer}
          onChange={setAnswer}
        >
          <Stack gap={6} mt={6}>
            {question.options.map((option, index) => (
              <Radio key={option} value={String(index)} label={option} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      <div aria-live="polite">
        {wrong && (
          <Alert color="red" variant="light" title={t('notices.reading.wrong')}>
            {wrong.explanation}{' '}
            <span className="td-muted">{t('notices.reading.attempts', { count: wrong.attempts })}</span>
          </Alert>
        )}
      </div>
      <Button
        size="md"
        leftSection={<IconCheck size={18} />}
        disabled={question !== null && answer === null}
        loading={acknowledge.isPending}
        onClick={() => void confirm()}
      >
        {t(question ? 'notices.reading.check' : 'notices.reading.understood')}
      </Button>
    </Stack>
  )
}
