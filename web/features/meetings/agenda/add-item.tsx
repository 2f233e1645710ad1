import { ActionIcon, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type RefObject, useState } from 'react'
import { useT } from '../../../kernel/i18n.tsx'
import { useMe } from '../../../kernel/me.tsx'
import type { AgendaState } from './use-agenda.ts'

type Props = { state: AgendaState; departmentIds: readonly string[]; inputRef?: RefObject<HTMLInputElement | null> }

/** One line: write, Enter, and it is on the agenda in the name of the writer's seat. */
export function AddItem({ state, departmentIds, inputRef }: Props) {
  const t = useT()
  const { member } = useMe()
  const [title, setTitle] = useState('')
  const departmentId = member.departmentIds.find((id) => departmentIds.includes(id))
  const submit = async () => {
    if (title.trim() === '') return
    await state.add({ title: title.trim(), ...(departmentId && { departmentId }) })
    setTitle('')
  }
  return (
    <form
      className="mt-add"
      onSubmit={(event) => {
        event.preventDefault()
        // A refusal has been said already; what was typed stays.
        submit().catch(() => undefined)
      }}
    >
      <TextInput
        ref={inputRef}
        flex={1}
        maxLength={300}
        aria-label={t('meetings.agenda.add')}
        placeholder={t('meetings.agenda.addPlaceholder')}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <ActionIcon
        type="submit"
        size="lg"
        variant="light"
        color="petrol"
        loading={state.isAdding}
        aria-label={t('meetings.agenda.addAction')}
      >
        <IconPlus size={18} />
      </ActionIcon>
    </form>
  )
}
