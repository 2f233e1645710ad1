import { Alert } from '@mantine/core'
import { useT } from '../../../kernel/i18n.tsx'
import { problemText } from '../../../kernel/toast.tsx'

/** A refusal beside what was tried; what is missing stands in the banner above. */
export function ProblemNote({ error }: { error: Error | null }) {
  const t = useT()
  if (!error) return null
  return (
    <Alert color="red" role="alert" p="xs">
      {problemText(t, error)}
    </Alert>
  )
}
