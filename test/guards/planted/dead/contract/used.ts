export const used = 1
export const nobodyReadsThis = 2
