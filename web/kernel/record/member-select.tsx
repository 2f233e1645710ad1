import { Group, Select, type SelectProps } from '@mantine/core'
import { useT } from '../i18n.tsx'
import { useApi } from '../query.ts'
import { MemberAvatar } from './member-avatar.tsx'

/** All members of the workspace, loaded once and kept. */
export function useMembers(enabled = true) {
  return useApi('GET /members', { query: { limit: 200 } }, { enabled, staleTime: 600_000 }).data?.items ?? []
}

type Props = Omit<SelectProps, 'data' | 'value' | 'onChange' | 'renderOption'> & {
  value: string | null
  onChange: (id: string | null) => void
  /** Only people of this department. */
  departmentId?: string | undefined
}

/** Chooses a member by name. */
export function MemberSelect({ value, onChange, departmentId, ...props }: Props) {
  const t = useT()
  const members = useMembers()
  const offered = departmentId
    ? members.filter((member) => member.departments.some((one) => one.id === departmentId))
    : members
  const chosen = members.find((member) => member.id === value)
  return (
    <Select
      searchable
      clearable
      nothingFoundMessage={t(departmentId ? 'kit.members.noneThere' : 'kit.members.none')}
      placeholder={t('kit.members.choose')}
      {...props}
      data={offered.map((member) => ({ value: member.id, label: member.fullName }))}
      value={value}
      onChange={onChange}
      leftSection={chosen && <MemberAvatar name={chosen.fullName} size={20} />}
      renderOption={({ option }) => (
        <Group gap="xs" wrap="nowrap">
          <MemberAvatar name={option.label} size={22} />
          <span>{option.label}</span>
        </Group>
      )}
    />
  )
}
