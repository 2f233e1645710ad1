import { Button, Textarea, type TextareaProps } from '@mantine/core'
import { useMembers } from '../../../kernel/record/member-select.tsx'

type Props = Omit<TextareaProps, 'value' | 'onChange'> & {
  value: string
  onChange: (text: string) => void
  onSend: () => void
}

/** Whom a text names with @. */
export function useMentionsIn() {
  const members = useMembers()
  return (text: string) => members.filter(({ fullName }) => text.includes(`@${fullName}`)).map(({ id }) => id)
}

/** A field for a comment: `@` and a few letters offer people, Ctrl/⌘ Enter sends. */
export function MentionArea({ value, onChange, onSend, ...props }: Props) {
  const members = useMembers()
  const typed = /@([^\s@]{1,40})$/.exec(value)?.[1]?.toLocaleLowerCase()
  const offered = typed
    ? members.filter(({ fullName }) => fullName.toLocaleLowerCase().startsWith(typed)).slice(0, 5)
    : []
  return (
    <div>
      <Textarea
        autosize
        minRows={2}
        maxRows={10}
        maxLength={4000}
        {...props}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) onSend()
        }}
      />
      {offered.map(({ id, fullName }) => (
        <Button
          key={id}
          mt={4}
          mr={4}
          size="compact-xs"
          variant="light"
          onClick={() => onChange(value.replace(/@[^\s@]*$/, `@${fullName} `))}
        >
          {fullName}
        </Button>
      ))}
    </div>
  )
}
