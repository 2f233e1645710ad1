import { useCan, useMe } from '../../kernel/me.tsx'

/** Whether the reader may decide on leads: only people in sales do. */
export function useIsSeller(): boolean {
  const me = useMe()
  const can = useCan()
  const sales = me.departments.find((department) => department.key === 'sales')
  return can('handovers.decide') && sales !== undefined && me.member.departmentIds.includes(sales.id)
}
