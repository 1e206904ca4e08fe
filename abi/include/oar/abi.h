/* The whole Oarlock plugin ABI, for C11 and C++17 and later. Include or copy it freely, closed source too.
 * Start reading at oar/abi/base.h (the rules), then plugin.h, message.h, source.h and destination.h. */
#ifndef OAR_ABI_H
#define OAR_ABI_H
#include <oar/abi/arrow.h>
#include <oar/abi/base.h>
#include <oar/abi/destination.h>
#include <oar/abi/host.h>
#include <oar/abi/host/alloc.h>
#include <oar/abi/host/cancel.h>
#include <oar/abi/host/clock.h>
#include <oar/abi/host/http.h>
#include <oar/abi/host/log.h>
#include <oar/abi/host/metrics.h>
#include <oar/abi/host/rate.h>
#include <oar/abi/host/reject.h>
#include <oar/abi/host/secrets.h>
#include <oar/abi/host/state.h>
#include <oar/abi/message.h>
#include <oar/abi/plugin.h>
#include <oar/abi/read_back.h>
#include <oar/abi/source.h>
#endif /* OAR_ABI_H */
