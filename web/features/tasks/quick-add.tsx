import { Button, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { readDueWords } from './due-words.ts'
import type { About } from './use-tasks.ts'
import './tasks.css'
import { clockNow } from '../../kernel/clock.ts'

type Props = About & { onDone?: () => void; autoFocus?: boolean }

/** One line makes a task: the date is read from the words, and shown before it is saved. */
export default function QuickAdd({ contactId, companyId, dealId, onDone, autoFocus = false }: Props) {
  const t = useT()
  const format = useFormat()
  const [text, setText] = useState('')
  const add = useAct('POST /tasks', {
    idempotent: true,
    invalidates: ['/tasks', '/deals/:id/timeline', '/contacts/:id/timeline'],
    done: t('tasks.add.done'),
  })
  const { title, dueAt } = readDueWords(text, new Date(clockNow()), format.timeZone)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (title === '' || add.isPending) return
    const written = text
    setText('')
    const body = {
      title: title.slice(0, 300),
      dueAt,
      ...(contactId && { contactId }),
      ...(companyId && { companyId }),
      ...(dealId && { dealId }),
    }
    // What was typed comes back if the server refuses it.
    add.mutate({ body }, { onError: () => setText(written), onSuccess: () => onDone?.() })
  }
  return (
    <form className="tk-add" onSubmit={submit}>
      <TextInput
        flex={1}
        miw={180}
        maxLength={320}
        data-autofocus={autoFocus || undefined}
        autoFocus={autoFocus}
        aria-label={t('tasks.add.label')}
        placeholder={t('tasks.add.placeholder')}
        leftSection={<IconPlus size={16} />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" disabled={title === ''}>
        {t('tasks.add.action')}
      </Button>
      <span className="tk-add-hint" aria-live="polite">
        {text === ''
          ? t('tasks.add.hint')
          : dueAt
            ? t('tasks.add.due', { at: format.dateTime(dueAt) })
            : t('tasks.add.noDue')}
      </span>
    </form>
  )
}
