// Loaded into each process of an action, it notes when the process began and ended, in milliseconds of the epoch.
const { appendFileSync } = require('node:fs')
const { performance } = require('node:perf_hooks')

process.on('exit', () => {
  const begin = performance.timeOrigin
  appendFileSync('/tmp/action-processes', `action process ${begin} ${begin + performance.now()}\n`)
})
