export { allowPrivateAddresses } from './net/transport.ts'
