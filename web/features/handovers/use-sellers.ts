import { useMe } from '../../kernel/me.tsx'
import { useApi } from '../../kernel/query.ts'

/** People in sales, as a select wants them. */
export function useSellers(): { value: string; label: string }[] {
  const sales = useMe().departments.find((department) => department.key === 'sales')
  const members = useApi('GET /members', { query: { limit: 200 } }, { staleTime: 600_000 }).data?.items ?? []
  return members
    .filter((member) => member.departments.some((department) => department.id === sales?.id))
    .map((member) => ({ value: member.id, label: member.fullName }))
}
