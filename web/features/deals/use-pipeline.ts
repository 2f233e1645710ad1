import { useApi } from '../../kernel/query.ts'

/** The pipeline in use and its stages in order. */
export function usePipeline() {
  const pipelines = useApi('GET /pipelines', {}, { staleTime: 300_000 })
  const pipeline = pipelines.data?.items[0]
  return { pipeline, stages: pipeline?.stages ?? [] }
}
