import { ActionIcon, Group, Select } from '@mantine/core'
import type { useForm } from '@mantine/form'
import { IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { severities } from './words.ts'

type Props = {
  /** Name of the attribute, empty in a new line. */
  name: string
  severity: ReturnType<ReturnType<typeof useForm>['getInputProps']>
  onRemove: () => void
  children: ReactNode
}

/** One attribute of a sheet or a family: its own fields, then how grave an error in it is. */
export function AttributeLine({ name, severity, onRemove, children }: Props) {
  const t = useT()
  const label = name || t('products.spec.newAttribute')
  return (
    <Group gap="xs" align="flex-start" className="pr-line" role="group" aria-label={label}>
      {children}
      <Select
        label={t('products.spec.severity')}
        w={130}
        allowDeselect={false}
        data={severities.map((value) => ({ value, label: t(`products.severities.${value}`) }))}
        {...severity}
      />
      <ActionIcon
        mt={26}
        size="lg"
        variant="subtle"
        color="gray"
        aria-label={t('products.spec.removeAttribute', { label })}
        onClick={onRemove}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  )
}
