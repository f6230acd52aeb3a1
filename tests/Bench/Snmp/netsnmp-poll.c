/* Polls simulated agents with net-snmp's asynchronous single-session API: a session for each target is opened once, answers are waited for with epoll.
   Usage: netsnmp-poll PORT TARGETS IN_FLIGHT WARM_UP POLLS; prints "polls seconds cpu-seconds". */
#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>
#include <net-snmp/library/large_fd_set.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>

struct target {
    void *session;
    int fd, busy;
};

static oid names[13][16];
static size_t lengths[13];
static struct target *targets;
static int count, next_target;
static long answered, sent, limit;
static unsigned long checksum;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static double cpu(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return u.ru_utime.tv_sec + u.ru_stime.tv_sec + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static int on_answer(int op, netsnmp_session *session, int id, netsnmp_pdu *pdu, void *magic);

static void ask(void) {
    struct target *t;
    netsnmp_pdu *pdu;
    int i;
    if (sent >= limit) return;
    do {
        t = &targets[next_target];
        next_target = (next_target + 1) % count;
    } while (t->busy);
    pdu = snmp_pdu_create(SNMP_MSG_GET);
    for (i = 0; i < 13; i++) snmp_add_null_var(pdu, names[i], lengths[i]);
    t->busy = 1;
    sent++;
    if (!snmp_sess_async_send(t->session, pdu, on_answer, t)) {
        fprintf(stderr, "could not send\n");
        exit(1);
    }
}

static int on_answer(int op, netsnmp_session *session, int id, netsnmp_pdu *pdu, void *magic) {
    struct target *t = magic;
    netsnmp_variable_list *v;
    if (op != NETSNMP_CALLBACK_OP_RECEIVED_MESSAGE) {
        fprintf(stderr, "no answer\n");
        exit(1);
    }
    for (v = pdu->variables; v; v = v->next_variable)
        checksum += v->type == ASN_COUNTER64 ? v->val.counter64->low : *v->val.integer;
    t->busy = 0;
    answered++;
    return 1;
}

static void run(long polls, int in_flight, int epoll, netsnmp_large_fd_set *set) {
    struct epoll_event ready[256];
    int i, n;
    answered = sent = 0;
    limit = polls;
    while (answered < polls) {
        while (sent - answered < in_flight && sent < limit) ask();
        n = epoll_wait(epoll, ready, 256, 2000);
        if (n <= 0) {
            fprintf(stderr, "nothing came for 2 s after %ld\n", answered);
            exit(1);
        }
        for (i = 0; i < n; i++) {
            struct target *t = ready[i].data.ptr;
            NETSNMP_LARGE_FD_SET(t->fd, set);
            snmp_sess_read2(t->session, set);
            NETSNMP_LARGE_FD_CLR(t->fd, set);
        }
    }
}

int main(int argc, char **argv) {
    int port, in_flight, i, epoll = epoll_create1(0);
    long warm_up, polls;
    double began, before;
    netsnmp_large_fd_set set;
    struct rlimit files;
    if (argc != 6) return 2;
    port = atoi(argv[1]), count = atoi(argv[2]), in_flight = atoi(argv[3]), warm_up = atol(argv[4]), polls = atol(argv[5]);
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    setenv("MIBS", "", 1);
    netsnmp_ds_set_boolean(NETSNMP_DS_LIBRARY_ID, NETSNMP_DS_LIB_DONT_READ_CONFIGS, 1);
    init_snmp("bench");
    netsnmp_large_fd_set_init(&set, count + 64);
    NETSNMP_LARGE_FD_ZERO(&set);
    for (i = 0; i < 13; i++) {
        char text[64];
        if (i == 0) strcpy(text, ".1.3.6.1.2.1.1.3.0");
        else snprintf(text, sizeof text, ".1.3.6.1.2.1.31.1.1.1.%d.%d", (i - 1) % 3 == 0 ? 6 : (i - 1) % 3 == 1 ? 10 : 15, (i - 1) / 3 + 1);
        lengths[i] = 16;
        if (!read_objid(text, names[i], &lengths[i])) return 3;
    }
    targets = calloc(count, sizeof *targets);
    for (i = 0; i < count; i++) {
        netsnmp_session session;
        char peer[64];
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &targets[i]};
        snmp_sess_init(&session);
        snprintf(peer, sizeof peer, "udp:127.1.%d.%d:%d", i / 250, i % 250 + 1, port);
        session.peername = peer;
        session.version = SNMP_VERSION_2c;
        session.community = (u_char *)"public";
        session.community_len = 6;
        session.retries = 0;
        session.timeout = 5000000;
        targets[i].session = snmp_sess_open(&session);
        if (!targets[i].session) return 4;
        targets[i].fd = snmp_sess_transport(targets[i].session)->sock;
        epoll_ctl(epoll, EPOLL_CTL_ADD, targets[i].fd, &event);
    }
    run(warm_up, in_flight, epoll, &set);
    began = now(), before = cpu();
    run(polls, in_flight, epoll, &set);
    printf("%ld %.6f %.6f\n", polls, now() - began, cpu() - before);
    return 0;
}
