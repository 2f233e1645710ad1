import { Checkbox, SimpleGrid, Text } from '@mantine/core'
import { useId } from 'react'
import { useT } from '../i18n.tsx'
import { useMe } from '../me.tsx'

type Props = { value: readonly string[]; onChange?: (value: string[]) => void }

/**
 * Permissions by subject. Offers what the member holds: nobody can grant more; what a role has beyond that is shown, but
 * cannot be changed here.
 */
export function PermissionMatrix({ value, onChange }: Props) {
  const t = useT()
  const { permissions: held } = useMe()
  const all = [...new Set([...held, ...value])].sort()
  const subjects = [...new Set(all.map((name) => name.split('.')[0]!))]
  const toggle = (name: string) =>
    onChange?.(value.includes(name) ? value.filter((one) => one !== name) : [...value, name])
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md" verticalSpacing="md">
      {subjects.map((subject) => (
        <Subject key={subject} name={t(`accounts.subjects.${subject}`)}>
          {all
            .filter((name) => name.startsWith(`${subject}.`))
            .map((name) => (
              <Checkbox
                key={name}
                mt={6}
                label={t(`permissions.${name}`)}
                checked={value.includes(name)}
                disabled={!onChange || !held.includes(name)}
                onChange={() => toggle(name)}
              />
            ))}
        </Subject>
      ))}
    </SimpleGrid>
  )
}

function Subject({ name, children }: { name: string; children: React.ReactNode }) {
  const id = useId()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot be laid out in a grid
    <div role="group" aria-labelledby={id}>
      <Text id={id} size="xs" fw={600} c="dimmed">
        {name}
      </Text>
      {children}
    </div>
  )
}
